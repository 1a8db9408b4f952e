/** A service in which nothing leaks. */
@NullMarked
package io.ctxagent.samples.cleanservice;

import org.jspecify.annotations.NullMarked;
