export default {
  async fetch(request, env) {
    const url = "https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-pro:generateContent";
    const body = await request.text();
    return fetch(url, { method: "POST", headers: { "x-goog-api-key": env.KEY }, body });
  },
};
