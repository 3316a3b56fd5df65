/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-secret.h"

#include "base/lk-error.h"

#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>
#ifdef G_OS_UNIX
#include <sys/resource.h>
#endif

#define MAX_LINE_BYTES 4096

struct _LkSecret
{
  gatomicrefcount refs;
  gsize length;
  char bytes[];
};

G_DEFINE_BOXED_TYPE (LkSecret, lk_secret, lk_secret_ref, lk_secret_unref)

LkSecret *
lk_secret_new (const char *bytes, gssize length_bytes)
{
  LkSecret *self;
  gsize length;

  g_return_val_if_fail (bytes != NULL || length_bytes == 0, NULL);

  length = length_bytes < 0 ? strlen (bytes) : (gsize)length_bytes;
  self = g_malloc0 (sizeof (LkSecret) + length + 1);
  g_atomic_ref_count_init (&self->refs);
  self->length = length;
  if (length > 0)
    memcpy (self->bytes, bytes, length);
  return self;
}

LkSecret *
lk_secret_new_take (char *text)
{
  LkSecret *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = lk_secret_new (text, -1);
  lk_secret_free_text (text);
  return self;
}

static LkSecret *
read_line (FILE *stream, const char *path, GError **error)
{
  char line[MAX_LINE_BYTES + 2] = { 0 };
  LkSecret *self = NULL;

  /* Unbuffered, or a copy of the secret stays behind in the stream's own buffer. A failure changes
   * nothing else. */
  (void)setvbuf (stream, NULL, _IONBF, 0);
  if (fgets (line, sizeof line, stream) == NULL && ferror (stream))
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The password file “%s” cannot be read: %s", path, g_strerror (errno));
  else if (strcspn (line, "\r\n") > MAX_LINE_BYTES)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The first line of “%s” is longer than %d bytes", path, MAX_LINE_BYTES);
  else
    self = lk_secret_new (line, (gssize)strcspn (line, "\r\n"));
  lk_secret_wipe (line, sizeof line);
  return self;
}

LkSecret *
lk_secret_new_from_file (const char *path, GError **error)
{
  FILE *stream;
  LkSecret *self;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_str_equal (path, "-"))
    return read_line (stdin, "-", error);

  stream = fopen (path, "re");
  if (stream == NULL)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The password file “%s” cannot be opened: %s", path, g_strerror (errno));
      return NULL;
    }
  self = read_line (stream, path, error);
  (void)fclose (stream); /* read only: there is nothing that closing could lose */
  return self;
}

LkSecret *
lk_secret_ref (LkSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
lk_secret_unref (LkSecret *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  lk_secret_wipe (self->bytes, self->length);
  g_free (self);
}

const char *
lk_secret_get_text (LkSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

gsize
lk_secret_get_length (LkSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

gboolean
lk_secret_is_empty (LkSecret *self)
{
  return self == NULL || self->length == 0;
}

gboolean
lk_secret_equal (LkSecret *self, LkSecret *other)
{
  if (self == NULL || other == NULL)
    return self == other;
  return self->length == other->length &&
         gnutls_memcmp (self->bytes, other->bytes, self->length) == 0;
}

void
lk_secret_wipe (gpointer memory, gsize length_bytes)
{
  if (memory != NULL && length_bytes > 0)
    gnutls_memset (memory, 0, length_bytes);
}

void
lk_secret_forbid_core_dumps (void)
{
#ifdef G_OS_UNIX
  struct rlimit limit;

  /* The soft limit only: programs that we start may want another. */
  if (getrlimit (RLIMIT_CORE, &limit) != 0)
    return;
  limit.rlim_cur = 0;
  (void)setrlimit (RLIMIT_CORE, &limit); /* lowering is always allowed */
#endif
}

void
lk_secret_free_text (char *text)
{
  if (text == NULL)
    return;
  lk_secret_wipe (text, strlen (text));
  g_free (text);
}
