import { z } from 'zod';

// Zod tries `new Function` once to see whether it may compile schemas; the page's security policy forbids it and reports the try.
// Imported first, before any schema is made.
z.config({ jitless: true });
