/**
 * Vassals that run under the name of whoever owns their files: whose a file is, who else could have
 * written it, how it is read without more rights than its owner has, and how a program is started
 * as that user. For an emperor that is root.
 */
@NullMarked
package io.emperor.runtime.owner;

import org.jspecify.annotations.NullMarked;
