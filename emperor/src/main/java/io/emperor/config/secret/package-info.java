/** What must not be shown: secrets, told by their names and by their looks. */
@NullMarked
package io.emperor.config.secret;

import org.jspecify.annotations.NullMarked;
