/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-private-key-private.h"

#include <string.h>

static LkDer
take_ssh_string (LkDer *der)
{
  guint32 length;
  LkDer string = { NULL, 0 };

  if (der->size < 4)
    return string;
  memcpy (&length, der->data, 4);
  length = GUINT32_FROM_BE (length);
  if (length > der->size - 4)
    return string;
  string = lk_der_new (der->data + 4, length);
  der->data += 4 + length;
  der->size -= 4 + length;
  return string;
}

/* PROTOCOL.key of OpenSSH: magic, cipher, kdf, options, count, public key; this much is never
 * encrypted. */
void
lk_private_key_read_openssh (LkPrivateKey *self)
{
  static const struct
  {
    const char *prefix;
    const char *algorithm;
    guint bits;
  } types[] = {
    { "ssh-ed25519", "Ed25519", 256 },
    { "ssh-rsa", "RSA", 0 },
    { "ssh-dss", "DSA", 0 },
    { "ecdsa-sha2-nistp256", "EC", 256 },
    { "ecdsa-sha2-nistp384", "EC", 384 },
    { "ecdsa-sha2-nistp521", "EC", 521 },
    { "sk-", "FIDO", 0 },
  };
  LkDer der = lk_der_new ((const guint8 *)lk_secret_get_text (self->secret),
                          lk_secret_get_length (self->secret)),
        cipher, public_key, type;

  der = lk_der_new (der.data + sizeof LK_OPENSSH_MAGIC, der.size - sizeof LK_OPENSSH_MAGIC);
  cipher = take_ssh_string (&der);
  take_ssh_string (&der);
  take_ssh_string (&der);
  if (cipher.size == 0 || der.size < 4)
    return;
  self->encrypted = cipher.size != 4 || memcmp (cipher.data, "none", 4) != 0;
  if (self->encrypted)
    {
      g_autofree char *name = g_strndup ((const char *)cipher.data, MIN (cipher.size, 64));

      self->protection = g_utf8_make_valid (name, -1);
    }
  der = lk_der_new (der.data + 4, der.size - 4);
  public_key = take_ssh_string (&der);
  type = take_ssh_string (&public_key);
  for (gsize i = 0; self->algorithm == NULL && i < G_N_ELEMENTS (types); i++)
    if (type.size >= strlen (types[i].prefix) &&
        memcmp (type.data, types[i].prefix, strlen (types[i].prefix)) == 0)
      {
        self->algorithm = g_strdup (types[i].algorithm);
        self->bits = types[i].bits;
      }
  if (g_strcmp0 (self->algorithm, "RSA") == 0)
    {
      LkDerItem modulus = { 0 };
      LkDer number;

      take_ssh_string (&public_key);
      number = take_ssh_string (&public_key);
      modulus.content = number.data;
      modulus.size = number.size;
      self->bits = lk_der_count_bits (&modulus);
    }
}
