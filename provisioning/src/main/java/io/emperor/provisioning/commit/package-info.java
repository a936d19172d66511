/** What is kept on the disk: whole or not at all, and for nobody else to read. */
@NullMarked
package io.emperor.provisioning.commit;

import org.jspecify.annotations.NullMarked;
