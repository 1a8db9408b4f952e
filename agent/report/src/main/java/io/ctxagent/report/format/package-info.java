/**
 * What a {@link io.ctxagent.report.check.Verdict} can be written as, one file for each format: for people
 * ({@link io.ctxagent.report.format.VerdictText}, {@link io.ctxagent.report.format.MarkdownPage},
 * {@link io.ctxagent.report.html.LeaksPage}), for programs ({@link io.ctxagent.report.format.VerdictJson},
 * {@link io.ctxagent.report.format.Sarif}) and for the places where builds run
 * ({@link io.ctxagent.report.format.JUnitXml}, {@link io.ctxagent.report.format.GitHubAnnotations},
 * {@link io.ctxagent.report.format.GitLabCodeQuality}). Pure functions. Names in a report come from requests and tests, so
 * each format escapes them in its own way, and keeps within what its reader accepts.
 */
@NullMarked
package io.ctxagent.report.format;

import org.jspecify.annotations.NullMarked;
