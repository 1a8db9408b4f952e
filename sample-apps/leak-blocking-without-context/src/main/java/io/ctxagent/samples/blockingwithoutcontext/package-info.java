/** CTX201: a call to another machine that no deadline bounds, because its thread has no context. */
@NullMarked
package io.ctxagent.samples.blockingwithoutcontext;

import org.jspecify.annotations.NullMarked;
