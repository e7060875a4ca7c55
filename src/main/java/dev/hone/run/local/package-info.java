/**
 * The run logs that one process has to itself: {@link dev.hone.run.local.MemoryRunLog} in its heap,
 * and {@link dev.hone.run.local.FileRunLog} in a folder too. Both keep a run that goes on as a
 * {@link dev.hone.run.local.LoggedRun} in a {@link dev.hone.run.local.Catalogue}; the second writes
 * an event before anybody gets it, and has runs that have ended in their files alone.
 *
 * <p>In the folder: the {@link dev.hone.run.local.Journal} appends to the {@link
 * dev.hone.run.local.RunFile}s of runs that go on, on one thread that takes {@link
 * dev.hone.run.local.Turns}; the {@link dev.hone.run.local.Shelf} begins, finishes and deletes
 * files; the {@link dev.hone.run.local.Archive} reads finished ones; {@link
 * dev.hone.run.local.FolderReading} makes the runs from their files at a start.
 *
 * <p>Unless a Javadoc says so, nothing here is {@code null}.
 */
package dev.hone.run.local;
