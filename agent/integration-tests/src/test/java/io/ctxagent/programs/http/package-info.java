/** One application on several HTTP servers, for tests of the contexts of incoming requests. */
package io.ctxagent.programs.http;
