/** CTX204: a pool written by hand runs a task without the context that it was handed over under. */
@NullMarked
package io.ctxagent.samples.cancelnotpropagated;

import org.jspecify.annotations.NullMarked;
