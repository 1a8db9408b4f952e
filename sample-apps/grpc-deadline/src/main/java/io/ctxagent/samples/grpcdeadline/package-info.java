/** A caller has two seconds; a gRPC server further down stops work for it when they are over. */
@NullMarked
package io.ctxagent.samples.grpcdeadline;

import org.jspecify.annotations.NullMarked;
