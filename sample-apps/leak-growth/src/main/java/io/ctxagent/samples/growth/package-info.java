/** CTX301: one more each time, and nobody closes any. */
@NullMarked
package io.ctxagent.samples.growth;

import org.jspecify.annotations.NullMarked;
