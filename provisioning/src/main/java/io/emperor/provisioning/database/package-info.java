/**
 * The gate to a program's database: waits for the server, makes the database and brings its schema
 * to where the program needs it, once for however many are at the gate.
 */
@NullMarked
package io.emperor.provisioning.database;

import org.jspecify.annotations.NullMarked;
