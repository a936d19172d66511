/**
 * Archives of classes that are made and kept for executable jars. {@link
 * io.emperor.runtime.archive.ClassArchives} has a directory for each jar, Java, user and choice of
 * options, which the jar is run from; what the JVM leaves there at the end of one run, the next
 * begins with.
 */
@NullMarked
package io.emperor.runtime.archive;

import org.jspecify.annotations.NullMarked;
