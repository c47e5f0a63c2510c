#!/usr/bin/env bash
# One would guess: of a request body whose example is {}, Postman's converter makes a request that sends {}; or, without the example, whatever the schema allows.
# What happens (openapi-to-postmanv2 6.3.3, which Postman imports with): of a schema that has additionalProperties: false and required: [], which msgspec writes
#   for a type without members, or maxProperties: 0, it makes the body `null`, which that schema refuses; the example is not looked at. If additionalProperties
#   stands alone, or unevaluatedProperties: false is there in its place, which says the same in OpenAPI 3.1, it makes {}.
# For whoever builds such a harness: an operation that is given nothing, the first that anybody tries, is refused in the collection that was made of a document
#   in which no linter finds a fault.
# What we do: the schema of what `about` is given says unevaluatedProperties: false (backupspec/targets/server/openapi.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > npm.log
npm install --silent --no-audit --no-fund openapi-to-postmanv2@6.3.3 >> npm.log 2>&1
cat > convert.js <<'JS'
const { convertV2 } = require("openapi-to-postmanv2");
const { version } = require("openapi-to-postmanv2/package.json");

const documentOf = (schema) => ({
  openapi: "3.1.0",
  info: { title: "empty", version: "1" },
  paths: { "/about": { post: {
    requestBody: { required: true, content: { "application/json": { example: {}, schema: { $ref: "#/components/schemas/Nothing" } } } },
    responses: { 200: { description: "ok" } },
  } } },
  components: { schemas: { Nothing: { type: "object", ...schema } } },
});
const requestsOf = (items) => items.flatMap((item) => (item.item ? requestsOf(item.item) : [item.request]));
const bodyOf = (schema) => new Promise((resolve, reject) => {
  convertV2({ type: "json", data: documentOf(schema) }, { requestParametersResolution: "Example" }, (error, made) =>
    error || !made.result ? reject(error || made.reason) : resolve(requestsOf(made.output[0].data.item)[0].body.raw));
});

(async () => {
  console.log("openapi-to-postmanv2", version);
  for (const [schema, expected] of [
    [{ additionalProperties: false }, "{}"],
    [{ additionalProperties: false, required: [] }, "null"],
    [{ additionalProperties: false, maxProperties: 0 }, "null"],
    [{ unevaluatedProperties: false, required: [] }, "{}"],
  ]) {
    const body = await bodyOf(schema);
    console.log("the body made of", JSON.stringify(schema), "is", body);
    if (body !== expected) throw new Error(`it was ${expected}`);
  }
})().catch((error) => { console.error(String(error)); process.exit(1); });
JS
node convert.js
