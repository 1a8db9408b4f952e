/** The examples of the package description, as tests of how the API is used. They see its public part only. */
package io.ctxagent.context.examples;
