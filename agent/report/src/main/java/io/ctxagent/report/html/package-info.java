/**
 * Pages for a browser: {@link io.ctxagent.report.html.TreePage} draws the contexts of one snapshot,
 * {@link io.ctxagent.report.html.LeaksPage} the findings of a {@link io.ctxagent.report.check.Verdict}. Each is one file
 * that asks the network for nothing and is whole without its script, which only searches, opens and closes.
 *
 * <p>Every page is written through {@link io.ctxagent.report.html.Html}, which escapes whatever it is given, and put into
 * a {@link io.ctxagent.report.html.Frame}, whose policy lets the browser run the one script that belongs to it and no
 * other. Style and script are resources beside the classes. Pure functions; the same snapshot gives the same page.
 */
@NullMarked
package io.ctxagent.report.html;

import org.jspecify.annotations.NullMarked;
