package io.emperor.admin;

/**
 * Why a request is not served.
 *
 * @param status the HTTP status
 * @param error what was wrong and what to do, in one line
 */
record Refusal(int status, String error) {}
