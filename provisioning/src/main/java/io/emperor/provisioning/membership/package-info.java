/**
 * Files that follow the cluster: which products it has, which services of them, and where their
 * instances are, for programs that know nothing of discovery. Text from outside becomes part of a
 * file only as a checked name, a parsed address or an escaped text.
 */
@NullMarked
package io.emperor.provisioning.membership;

import org.jspecify.annotations.NullMarked;
