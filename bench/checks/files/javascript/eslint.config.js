// nothing of models here: o1, o3 and gpt are names of rules
export default [
  { rules: { "no-undef": "error", "max-len": ["warn", { code: 120 }] } },
  { files: ["src/gpt-4o/**/*.js"], rules: { "no-console": "off" } },
];
