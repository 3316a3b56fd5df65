/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-secret.h"

#include "base/lk-error.h"
#include "base/lk-file.h"

#include <gio/gunixinputstream.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <unistd.h>
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

/* One byte at a time: a stream that read ahead would keep a copy of the secret in its buffer, and
 * take from standard input what others are to read. */
static LkSecret *
read_line (GInputStream *stream, const char *path, GCancellable *cancellable, GError **error)
{
  char line[MAX_LINE_BYTES + 1] = { 0 };
  gsize length = 0;
  gssize got = 0;
  LkSecret *self = NULL;
  g_autoptr (GError) local = NULL;

  while (length < sizeof line &&
         (got = g_input_stream_read (stream, line + length, 1, cancellable, &local)) > 0 &&
         line[length] != '\n')
    length++;
  if (length > 0 && length < sizeof line && line[length - 1] == '\r')
    length--;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local));
  else if (got < 0)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The password file “%s” cannot be read: %s", path, local->message);
  else if (length == sizeof line)
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The first line of “%s” is longer than %d bytes", path, MAX_LINE_BYTES);
  else
    self = lk_secret_new (line, (gssize)length);
  lk_secret_wipe (line, sizeof line);
  return self;
}

LkSecret *
lk_secret_new_from_file (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (g_str_equal (path, "-"))
    {
      stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
      return read_line (stream, path, cancellable, error);
    }
  file = g_file_new_for_path (path);
  stream = lk_file_open (file, cancellable, &local);
  if (stream != NULL)
    return read_line (stream, path, cancellable, error);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, LK_ERROR, LK_ERROR_BAD_DATA, "The password file “%s” cannot be opened: %s", path, local->message);
  return NULL;
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
