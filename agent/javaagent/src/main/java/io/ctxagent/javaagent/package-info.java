/**
 * What the JVM loads first: the entry and the class loader of everything else. Only this package is on the application's
 * class path, so it stays tiny, names nothing but the JDK, and does not touch logging, NIO files, lambdas or regular
 * expressions, which an application may want to configure before they are used.
 */
@NullMarked
package io.ctxagent.javaagent;

import org.jspecify.annotations.NullMarked;
