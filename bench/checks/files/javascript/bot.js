const Groq = require("groq-sdk");
const groq = new Groq({ apiKey: process.env.GROQ_API_KEY });

async function reply(text) {
  const done = await groq.chat.completions.create({
    model: "mixtral-8x7b-32768",
    messages: [{ role: "user", content: text }],
  });
  return done.choices[0].message.content;
}

const guard = { model: 'gemma2-9b-it' };
module.exports = { reply, guard };
