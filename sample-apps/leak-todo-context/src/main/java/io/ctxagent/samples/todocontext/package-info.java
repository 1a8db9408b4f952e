/** CTX207: a context that is still to be decided on. */
@NullMarked
package io.ctxagent.samples.todocontext;

import org.jspecify.annotations.NullMarked;
