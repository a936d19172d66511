/**
 * What uWSGI's configuration looks like, and which key of the emperor's stands for which of its
 * options: {@link io.emperor.config.uwsgi.UwsgiFile} tells such a file apart, and says what to
 * write instead.
 */
@NullMarked
package io.emperor.config.uwsgi;

import org.jspecify.annotations.NullMarked;
