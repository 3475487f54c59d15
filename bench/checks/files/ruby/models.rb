module Models
  ALL = %w[gpt-6-luna gpt-5.6-sol claude-haiku-4-5 pixtral-12b-2409].freeze

  def self.known?(name) = ALL.include?(name)
end
