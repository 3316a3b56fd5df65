/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/lk-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

static GInputStream *
fail (int code, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code), g_strerror (code));
  return NULL;
}

GInputStream *
lk_file_open (GFile *file, GCancellable *cancellable, GError **error)
{
  const char *path;
  struct stat info;
  int fd;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  path = g_file_peek_path (file);
  if (path == NULL)
    return G_INPUT_STREAM (g_file_read (file, cancellable, error));
  /* Opening a pipe would wait for its writer, and no signal gets it out of that. */
  fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  if (fd < 0)
    return fail (errno, error);
  if (fstat (fd, &info) == 0 && S_ISDIR (info.st_mode))
    {
      (void)g_close (fd, NULL); /* read only: there is nothing that closing could lose */
      return fail (EISDIR, error);
    }
  return g_unix_input_stream_new (fd, TRUE);
}
