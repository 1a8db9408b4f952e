/**
 * The gate of a build: the findings of one JVM or of many, judged. {@link io.ctxagent.report.check.ReportMerge} makes one
 * {@link io.ctxagent.report.check.LeakReport} of many snapshots, a {@link io.ctxagent.report.check.Policy} says what a
 * build puts up with, a {@link io.ctxagent.report.check.Baseline} what is known already, and the
 * {@link io.ctxagent.report.check.Verdict} is what comes of them. Pure functions: nothing here opens a file.
 */
@NullMarked
package io.ctxagent.report.check;

import org.jspecify.annotations.NullMarked;
