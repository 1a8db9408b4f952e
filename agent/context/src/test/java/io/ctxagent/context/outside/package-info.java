/** Tests that see only what users see: Go's and gRPC's own, said with this API. */
@org.jspecify.annotations.NullMarked
package io.ctxagent.context.outside;
