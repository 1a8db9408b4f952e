/** A Spring Boot service: each request has three seconds, and a query that takes longer is cancelled in the database. */
@NullMarked
package io.ctxagent.samples.springorders;

import org.jspecify.annotations.NullMarked;
