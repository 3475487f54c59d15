import React from "react";

const OPTIONS = [
  { value: "claude-opus-5-5", text: "Opus" },
  { value: "claude-opus-4-5", text: "Opus 4.5" },
];

export function Picker() {
  return (
    <select name="model" defaultValue="claude-opus-5-5">
      {OPTIONS.map((o) => <option key={o.value} value={o.value}>{o.text}</option>)}
    </select>
  );
}
