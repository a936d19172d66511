package shop;

/** What is sent back. */
record Response(int status, String body) {}
