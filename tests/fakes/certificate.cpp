// OpenSSL's objects, each with its owner.
#include "tests/fakes/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sodium.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace sportello::fakes {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using File = std::unique_ptr<std::FILE, Deleter<std::fclose>>;

void check(bool good) {
  if (!good) throw std::runtime_error("cannot make a certificate for the test");
}

void extend(X509* certificate, int kind, const char* value) {
  const std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>> extension{
      X509V3_EXT_conf_nid(nullptr, nullptr, kind, value)};
  check(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

CertificateFiles make_certificate(const std::filesystem::path& folder) {
  const Key key{EVP_EC_gen("P-256")};
  const Certificate certificate{X509_new()};
  check(key && certificate);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400);
  check(X509_set_pubkey(certificate.get(), key.get()) == 1);
  auto* name = X509_get_subject_name(certificate.get());
  check(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1,
                                   -1, 0) == 1);
  check(X509_set_issuer_name(certificate.get(), name) == 1);
  extend(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(certificate.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  check(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);

  CertificateFiles files{folder / "certificate.pem", folder / "private-key.pem"};
  const File certificate_file{std::fopen(files.certificate.c_str(), "w")};
  const File key_file{std::fopen(files.private_key.c_str(), "w")};
  check(certificate_file && PEM_write_X509(certificate_file.get(), certificate.get()) == 1);
  check(key_file && PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return files;
}

std::string pin_of(const std::filesystem::path& certificate) {
  const File file{std::fopen(certificate.c_str(), "r")};
  const Certificate parsed{file ? PEM_read_X509(file.get(), nullptr, nullptr, nullptr) : nullptr};
  if (!parsed) throw std::runtime_error("cannot read the test's certificate");
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(X509_get0_pubkey(parsed.get()), &der);
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), der, static_cast<unsigned long long>(size));
  OPENSSL_free(der);
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)> text{};
  return std::string{"sha256//"} +
         sodium_bin2base64(text.data(), text.size(), hash.data(), hash.size(), sodium_base64_VARIANT_ORIGINAL);
}

}  // namespace sportello::fakes
