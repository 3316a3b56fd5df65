/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE /* F_OFD_SETLK */

#include "config.h"

#include "store/lk-claim.h"

#include "base/lk-error.h"
#include "store/lk-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _LkClaim
{
  int fd;
};

/* One byte of the file a camera, found by its id. Of two cameras that fall on the same byte one
 * waits for the other, which does no harm. */
static struct flock
describe (const char *camera_id)
{
  return (struct flock){
    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = g_str_hash (camera_id), .l_len = 1
  };
}

static int
open_file (LkStore *store)
{
  g_autofree char *path = g_strconcat (lk_store_get_path (store), ".claims", NULL);

  return g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

LkClaim *
lk_claim_take (LkStore *store, const char *camera_id, GError **error)
{
  LkClaim *self;
  struct flock lock;
  int fd;

  g_return_val_if_fail (LK_IS_STORE (store) && camera_id != NULL, NULL);

  lock = describe (camera_id);
  fd = open_file (store);
  /* Of the open file, not of the process: two windows of one process are two. */
  if (fd >= 0 && fcntl (fd, F_OFD_SETLK, &lock) == 0)
    {
      self = g_new0 (LkClaim, 1);
      self->fd = fd;
      return self;
    }
  if (fd >= 0 && (errno == EAGAIN || errno == EACCES))
    g_set_error_literal (error, LK_ERROR, LK_ERROR_STORE_LOCKED, _ ("Another window or command is changing this camera now"));
  else
    g_set_error (error, LK_ERROR, LK_ERROR_STORE_FAILED,
                 "“%s.claims” cannot be locked: %s", lk_store_get_path (store), g_strerror (errno));
  if (fd >= 0)
    (void)close (fd); /* nothing was written */
  return NULL;
}

void
lk_claim_release (LkClaim *self)
{
  if (self == NULL)
    return;
  (void)close (self->fd); /* the lock goes with it, whatever it says */
  g_free (self);
}

gboolean
lk_claim_is_taken (LkStore *store, const char *camera_id)
{
  struct flock lock;
  gboolean taken;
  int fd;

  g_return_val_if_fail (LK_IS_STORE (store) && camera_id != NULL, FALSE);

  lock = describe (camera_id);
  fd = open_file (store);
  if (fd < 0)
    return FALSE;
  taken = fcntl (fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  (void)close (fd); /* nothing was written */
  return taken;
}
