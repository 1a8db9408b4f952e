/** Go's context for Java. */
@NullMarked
package io.ctxagent.context;

import org.jspecify.annotations.NullMarked;
