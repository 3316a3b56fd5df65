/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The one error domain. Codes are named for what the user can do about it; the message is one
 * technical sentence, and the window puts a heading and a hint of its own above it. Foreign
 * errors (GnuTLS, GTlsError, HTTP, SQLite) are translated once, where they occur. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * LkError:
 * @LK_ERROR_UNREACHABLE: nothing answers at the address: check address, cable and power
 * @LK_ERROR_TIMEOUT: an answer did not come in time: try again, or find out what the camera does
 * @LK_ERROR_AUTH_REFUSED: the camera refuses user or password: log in again
 * @LK_ERROR_PEER_UNTRUSTED: the server key is not known yet, or not the pinned one: compare its
 * fingerprint
 * @LK_ERROR_CLIENT_REFUSED: the camera refuses the personal certificate, or asks for one: choose
 * another
 * @LK_ERROR_PLAIN_TEXT: the connection would not be encrypted and nobody allowed that: allow it or
 * use https
 * @LK_ERROR_UNSUPPORTED: this camera has no such function: do without
 * @LK_ERROR_REFUSED_BY_CAMERA: the camera understood and said no, or dropped it silently: see the
 * message
 * @LK_ERROR_BAD_DATA: a file or an answer is not what it should be: choose another file, or report
 * it
 * @LK_ERROR_BAD_CERTIFICATE: a certificate is unfit for this use: see the findings
 * @LK_ERROR_PASSWORD_NEEDED: the file or the store is protected: ask for its password
 * @LK_ERROR_PASSWORD_WRONG: the password does not open it: ask again
 * @LK_ERROR_KEY_MISMATCH: certificate and private key do not belong together: choose matching files
 * @LK_ERROR_NO_PRIVATE_KEY: the private key that is needed is missing: choose a file that has it
 * @LK_ERROR_EXISTS: it is already there: nothing to do
 * @LK_ERROR_FULL: no room is left: delete something first
 * @LK_ERROR_NOT_FOUND: what was named is not there: reload
 * @LK_ERROR_STORE_LOCKED: another program holds the store, or it is closed: close that program,
 * unlock
 * @LK_ERROR_STORE_READ_ONLY: the store can be read but not changed: use another
 * @LK_ERROR_STORE_FAILED: the disk or the database failed: see the message
 * @LK_ERROR_WOULD_LOCK_OUT: going on would lock the administrator out: mend what is named first
 * @LK_ERROR_ROLLED_BACK: the change failed and was undone; the camera is as before
 * @LK_ERROR_ROLLBACK_FAILED: the change failed and could not be undone: read what state is known
 * @LK_ERROR_USAGE: the words of a command are off
 * @LK_ERROR_INTERNAL: a fault of Latchkey itself: report it
 */
typedef enum
{
  LK_ERROR_UNREACHABLE,
  LK_ERROR_TIMEOUT,
  LK_ERROR_AUTH_REFUSED,
  LK_ERROR_PEER_UNTRUSTED,
  LK_ERROR_CLIENT_REFUSED,
  LK_ERROR_PLAIN_TEXT,
  LK_ERROR_UNSUPPORTED,
  LK_ERROR_REFUSED_BY_CAMERA,
  LK_ERROR_BAD_DATA,
  LK_ERROR_BAD_CERTIFICATE,
  LK_ERROR_PASSWORD_NEEDED,
  LK_ERROR_PASSWORD_WRONG,
  LK_ERROR_KEY_MISMATCH,
  LK_ERROR_NO_PRIVATE_KEY,
  LK_ERROR_EXISTS,
  LK_ERROR_FULL,
  LK_ERROR_NOT_FOUND,
  LK_ERROR_STORE_LOCKED,
  LK_ERROR_STORE_READ_ONLY,
  LK_ERROR_STORE_FAILED,
  LK_ERROR_WOULD_LOCK_OUT,
  LK_ERROR_ROLLED_BACK,
  LK_ERROR_ROLLBACK_FAILED,
  LK_ERROR_USAGE,
  LK_ERROR_INTERNAL
} LkError;

#define LK_ERROR (lk_error_quark ())

GQuark lk_error_quark (void);

/* The code's name in kebab case ("auth-refused"), for JSON and for tests; never NULL. */
const char *lk_error_get_name (LkError code);

G_END_DECLS
