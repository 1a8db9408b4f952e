/**
 * Woven classes of earlier starts, in a file of the user's own. On a hit the agent loads neither Byte Buddy nor the list of
 * hooks. Whatever is wrong with the file or its place, the answer is a miss, never an error and never a word.
 */
@NullMarked
package io.ctxagent.instrument.cache;

import org.jspecify.annotations.NullMarked;
