/** What people read and write on a terminal: tables, colours, progress, moments in the past. */
@NullMarked
package io.emperor.cli.terminal;

import org.jspecify.annotations.NullMarked;
