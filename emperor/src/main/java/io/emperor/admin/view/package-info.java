/** What the API answers, as records. The server writes them and the client reads them. */
@NullMarked
package io.emperor.admin.view;

import org.jspecify.annotations.NullMarked;
