/** Tests that run the built distribution, as a user would, against a real Consul. */
@NullMarked
package io.emperor.test;

import org.jspecify.annotations.NullMarked;
