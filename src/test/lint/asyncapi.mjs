// Says what is wrong with an AsyncAPI document; that there is a newer version of the format is not.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const [ERROR, WARNING] = [0, 1];
const found = await new Parser().validate(readFileSync(process.argv[2], 'utf8'));
const wrong = found.filter(({ severity }) => severity === ERROR || severity === WARNING);
wrong.forEach(({ path, message }) => console.error(`${path.join('.')}: ${message}`));
process.exitCode = wrong.length === 0 ? 0 : 1;
