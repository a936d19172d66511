/** What a class loader of its own has beside Flyway and the drivers; nobody else names it. */
@NullMarked
package io.emperor.provisioning.database.isolated;

import org.jspecify.annotations.NullMarked;
