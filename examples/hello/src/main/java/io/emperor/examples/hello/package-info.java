/** The smallest useful vassal: one servlet. */
package io.emperor.examples.hello;
