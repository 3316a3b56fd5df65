/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "connection/lk-pin.h"

#include "base/lk-error.h"
#include "base/lk-hex.h"

#include <string.h>

#define PREFIX       "sha256:"
#define SHA256_BYTES 32

#ifdef LK_GUARD_TESTING
/* Only in a test that shows what happens without the pin; it compiles this file a second time. */
gboolean lk_guard_is_left_out (const char *guard);
#else
#define lk_guard_is_left_out(guard) FALSE
#endif

struct _LkPin
{
  char *text; /* (nullable) PREFIX and lower-case hex */
  /* (nullable) the same for the key that we ourselves are about to give the camera */
  char *expected;
  gboolean trust_first_use;
};

static char *
normalize (const char *text)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *hex = NULL;

  if (g_ascii_strncasecmp (text, PREFIX, strlen (PREFIX)) != 0)
    return NULL;
  bytes = lk_hex_decode (text + strlen (PREFIX));
  if (bytes == NULL || g_bytes_get_size (bytes) != SHA256_BYTES)
    return NULL;
  hex = lk_hex_encode (g_bytes_get_data (bytes, NULL), SHA256_BYTES);
  return g_strconcat (PREFIX, hex, NULL);
}

LkPin *
lk_pin_new (const char *text, gboolean trust_first_use, GError **error)
{
  g_autofree char *normal = text != NULL ? normalize (text) : NULL;
  LkPin *self;

  if (text != NULL && normal == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "A pinned key is “sha256:” and 64 hexadecimal digits, “%s” is not", text);
      return NULL;
    }
  self = g_new0 (LkPin, 1);
  self->text = g_steal_pointer (&normal);
  self->trust_first_use = trust_first_use;
  return self;
}

LkPin *
lk_pin_copy (LkPin *self)
{
  LkPin *copy = g_new0 (LkPin, 1);

  copy->text = g_strdup (self->text);
  copy->expected = g_strdup (self->expected);
  copy->trust_first_use = self->trust_first_use;
  return copy;
}

void
lk_pin_free (LkPin *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->expected);
  g_free (self);
}

const char *
lk_pin_get_text (LkPin *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

void
lk_pin_expect (LkPin *self, LkCertificate *certificate)
{
  g_return_if_fail (self != NULL && LK_IS_CERTIFICATE (certificate));

  g_free (self->expected);
  self->expected = g_strconcat (PREFIX, lk_certificate_get_spki_sha256 (certificate), NULL);
}

gboolean
lk_pin_check (LkPin *self, LkCertificate *peer, GError **error)
{
  g_autofree char *seen = NULL;

  g_return_val_if_fail (self != NULL && LK_IS_CERTIFICATE (peer), FALSE);

  seen = g_strconcat (PREFIX, lk_certificate_get_spki_sha256 (peer), NULL);
  if (g_strcmp0 (seen, self->text) == 0 || lk_guard_is_left_out ("pin"))
    return TRUE;
  if (g_strcmp0 (seen, self->expected) == 0 || (self->text == NULL && self->trust_first_use))
    {
      g_free (self->text);
      self->text = g_steal_pointer (&seen);
      g_clear_pointer (&self->expected, g_free);
      return TRUE;
    }

  if (self->text == NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED, "The camera's key is not known yet: %s; compare it with the camera's", seen);
  else
    g_set_error (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED, "The camera's key has changed: it was %s and is now %s", self->text, seen);
  return FALSE;
}
