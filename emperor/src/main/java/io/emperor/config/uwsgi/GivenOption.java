package io.emperor.config.uwsgi;

/**
 * An option as it stands in a file of uWSGI's.
 *
 * @param name its name
 * @param value its value; empty for one that is only switched on
 * @param line the line, counted from 1
 */
record GivenOption(String name, String value, int line) {}
