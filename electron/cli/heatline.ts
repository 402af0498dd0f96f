#!/usr/bin/env node
import { x } from '#shared/lib/x.ts';
console.log('hi', process.version, x);
