/** CTX104: a thread that a request started and that lives on. */
@NullMarked
package io.ctxagent.samples.threadoutlivescontext;

import org.jspecify.annotations.NullMarked;
