/** CTX105: a CancelScope that was dropped and never cancelled. */
@NullMarked
package io.ctxagent.samples.lostcancel;

import org.jspecify.annotations.NullMarked;
