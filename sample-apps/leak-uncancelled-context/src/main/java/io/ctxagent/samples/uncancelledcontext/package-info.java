/** CTX101: a context that nobody cancels, and nobody is left to do it. */
@NullMarked
package io.ctxagent.samples.uncancelledcontext;

import org.jspecify.annotations.NullMarked;
