/** Whether what an interface has is complete and right, by JSON Schema. */
@NullMarked
package io.emperor.provisioning.schema;

import org.jspecify.annotations.NullMarked;
