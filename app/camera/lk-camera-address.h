/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera's address as a person types it, and as the program uses it: scheme, host and port (RFC
 * 3986) and nothing else, one spelling for one camera. No state; any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "192.0.2.10" → "https://192.0.2.10"; what stands behind host and port is left out. NULL when it
 * is no address of a camera. (transfer full) */
char *lk_camera_address_complete (const char *text);

/* Why it is none, for a person, untranslated; NULL when it is one, or nothing is typed yet. */
const char *lk_camera_address_get_problem (const char *text);

/* Whether the camera would be spoken to without encryption. */
gboolean lk_camera_address_is_plain (const char *uri);

/* The address as one says it: without scheme. */
const char *lk_camera_address_get_place (const char *uri);

G_END_DECLS
