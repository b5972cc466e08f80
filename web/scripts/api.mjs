// Writes src/api/schema.gen.ts from the server's OpenAPI document; with --check it only says whether the file is current.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const document = new URL('../../crates/server/openapi.json', import.meta.url);
const output = new URL('../src/api/schema.gen.ts', import.meta.url);
const head = '// Generated from crates/server/openapi.json by `npm run api`. Do not edit.\n\n';

const text = head + astToString(await openapiTS(document, { defaultNonNullable: false }));
if (process.argv.includes('--check')) {
  const present = await readFile(output, 'utf8').catch(() => '');
  if (present !== text) {
    process.stderr.write('src/api/schema.gen.ts is not what the OpenAPI document says. Run `npm run api`.\n');
    process.exit(1);
  }
} else {
  await writeFile(output, text);
}
