/** CTX103: a call that a cancel cannot wake. */
@NullMarked
package io.ctxagent.samples.blockedaftercancel;

import org.jspecify.annotations.NullMarked;
