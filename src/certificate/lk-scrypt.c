/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-scrypt-private.h"

#include <gcrypt.h>
#include <string.h>

#define OID_SCRYPT   "1.3.6.1.4.1.11591.4.11"
#define BLOCK_SIZE   8 /* the only one that libgcrypt has */
#define MAX_COST     (1 << 18)
#define MAX_PARALLEL 16
#define MAX_SALT     4096
#define POOL_BYTES   16384

/* Whoever is first in the process sets libgcrypt up; libsecret may have been. */
static gboolean
set_up (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      if (gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P) == 0)
        {
          gcry_check_version (NULL);
          gcry_control (GCRYCTL_SUSPEND_SECMEM_WARN);
          gcry_control (GCRYCTL_INIT_SECMEM, POOL_BYTES, 0);
          gcry_control (GCRYCTL_RESUME_SECMEM_WARN);
          gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
        }
      g_once_init_leave (&done, 1);
    }
  return TRUE;
}

static gboolean
take_number (LkDer *der, gint64 most, gint64 *value)
{
  LkDerItem item;

  return lk_der_take (der, LK_DER_INTEGER, &item) && lk_der_get_int (&item, value) &&
         *value >= 1 && *value <= most;
}

/* RFC 7914 7.1: salt, cost, block size, parallelization, optional length */
gboolean
lk_scrypt_read (LkScrypt *self, const LkDerItem *algorithm)
{
  LkDer inside = lk_der_enter (algorithm), parameters;
  gint64 cost, block, parallel, key_size = 0;
  g_autofree char *oid = NULL;
  LkDerItem item;

  if (!lk_der_take (&inside, LK_DER_OID, &item))
    return FALSE;
  oid = lk_der_dup_oid (&item);
  if (g_strcmp0 (oid, OID_SCRYPT) != 0 || !lk_der_take (&inside, LK_DER_SEQUENCE, &item))
    return FALSE;
  parameters = lk_der_enter (&item);
  if (!lk_der_take (&parameters, LK_DER_OCTET_STRING, &self->salt) ||
      self->salt.size > MAX_SALT || !take_number (&parameters, MAX_COST, &cost) ||
      !take_number (&parameters, BLOCK_SIZE, &block) ||
      !take_number (&parameters, MAX_PARALLEL, &parallel))
    return FALSE;
  take_number (&parameters, G_MAXUINT16, &key_size);
  self->cost = (guint)cost;
  self->parallel = (guint)parallel;
  self->key_size = (gsize)key_size;
  return block == BLOCK_SIZE && cost > 1 && (cost & (cost - 1)) == 0;
}

gboolean
lk_scrypt_run (const LkScrypt *self, const char *password, guint8 *out, gsize out_size)
{
  const char *text = password != NULL ? password : "";

  return set_up () && (self->key_size == 0 || self->key_size == out_size) &&
         gcry_kdf_derive (text, strlen (text), GCRY_KDF_SCRYPT, (int)self->cost,
                          self->salt.content, self->salt.size, self->parallel, out_size, out) == 0;
}
